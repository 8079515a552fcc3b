const { siyu } = require("../../siyu-mp.js");

Page({
  data: { sku: "TEA-01", price: 8800 },

  onLoad({ sku }) {
    if (sku) this.setData({ sku });
    siyu.track("product_viewed", {
      sku: this.data.sku,
      price_cents: this.data.price,
      currency: "CNY",
    });
  },

  // Nothing is stored or sent before this. 用户同意之前，不存储也不发送任何数据。
  agree() {
    siyu.consent({ analytics: true });
  },

  // The button carries data-track="cart_item_added": one tap, one event, with the properties of both.
  buy() {
    siyu.track("cart_item_added", {
      sku: this.data.sku,
      price_cents: this.data.price,
      currency: "CNY",
    });
  },

  // The SDK adds sy_inv, this visitor's signed inviter token, to what is shared.
  onShareAppMessage() {
    return { title: "明前龙井", path: `/pages/tea/tea?sku=${this.data.sku}` };
  },

  onShareTimeline() {
    return { title: "明前龙井", query: `sku=${this.data.sku}` };
  },
});
