// Download https://siyu.example.com/sdk/siyu-mp.js next to this file, and name the host among the
// mini-program's request domains (request 合法域名).
const { siyu } = require("./siyu-mp.js");

// First of all: App(), Page() and Component() are followed from here on.
siyu.init({
  key: "sy_pk_example",
  host: "https://siyu.example.com",
  requireConsent: true,
  onError: (problem) => console.warn("siyu", problem),
});

App({
  onLaunch() {
    // Your own server turns the code into ids; the SDK never sees the session key.
    wx.login({ success: ({ code }) => this.signIn(code) });
  },

  signIn(code) {
    wx.request({
      url: "https://shop.example.com/login",
      method: "POST",
      data: { code },
      success: ({ data }) => {
        siyu.bind({
          unionid: data.unionid,
          openid: `${data.appid}:${data.openid}`,
        });
        if (data.memberId) siyu.identify(data.memberId);
      },
    });
  },
});
