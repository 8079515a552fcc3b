// Words the server uses, as a reader says them. Looked up by group and word.

export const words = {
  "role.owner": "所有者",
  "role.operator": "运营",
  "role.staff": "员工",
  "role.analyst": "分析师",
  "role_about.owner": "全部权限，包括账号与密钥",
  "role_about.operator": "客户、订单、商品与导入",
  "role_about.staff": "查看客户与订单",
  "role_about.analyst": "查看全部数据，不能修改",

  "identifier.member_id": "会员号",
  "identifier.phone": "手机",
  "identifier.email": "邮箱",
  "identifier.openid": "OpenID",
  "identifier.unionid": "UnionID",
  "identifier.external_userid": "企微客户",
  "identifier.buyer_id": "平台买家",
  "identifier.taobao_buyer": "淘宝买家",
  "identifier.jd_buyer": "京东买家",
  "identifier.youzan_buyer": "有赞买家",
  "identifier.shopify_customer": "Shopify 客户",

  "trait.name": "姓名",
  "trait.country": "国家/地区",
  "trait.city": "城市",
  "trait.province": "省份",
  "trait.gender": "性别",
  "trait.birthday": "生日",

  "event.order_paid": "支付订单",
  "event.order_refunded": "退款",
  "event.order_adjusted": "订单调整",
  "event.person_created": "成为客户",

  "order_kind.sale": "销售",
  "order_kind.refund": "退款",
  "order_kind.adjustment": "调整",

  "import_kind.orders": "订单",
  "import_kind.products": "商品",
  "import_kind.persons": "客户",

  "import_state.queued": "排队中",
  "import_state.reading": "读取中",
  "import_state.writing": "写入中",
  "import_state.done": "已完成",
  "import_state.failed": "失败",
  "import_state.cancelled": "已取消",

  "actor.staff": "员工",
  "actor.key": "密钥",
  "actor.system": "系统",

  "key_kind.public": "公开密钥",
  "key_kind.secret": "私密密钥",

  "store.embedded": "内置",
  "store.server": "独立服务",
} as const;
