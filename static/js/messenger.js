// Inside WeChat or WeCom, when keys are set: the share card, and their scanner. Without an answer everything works the ordinary way.
const ASKED = ["updateAppMessageShareData", "updateTimelineShareData", "scanQRCode"];

function load(src) {
  return new Promise((done, failed) => {
    const script = Object.assign(document.createElement("script"), { src, onload: done, onerror: failed });
    document.head.append(script);
  });
}

function shareCard() {
  const said = (name) => document.querySelector(`meta[property="og:${name}"]`)?.content;
  return {
    title: said("title") ?? document.title,
    desc: said("description") ?? "Firsthand",
    link: said("url") ?? location.href.split("#")[0],
    imgUrl: said("image") ?? "",
  };
}

function scan() {
  return new Promise((done) => {
    // "EAN_13,690…" for barcodes, the text alone for QR codes
    const success = ({ resultStr }) => done(/^[A-Z]+_\w+,/.test(resultStr) ? resultStr.slice(resultStr.indexOf(",") + 1) : resultStr);
    globalThis.wx.scanQRCode({ needResult: 1, scanType: ["qrCode", "barCode"], success, fail: () => done(""), cancel: () => done("") });
  });
}

async function begin() {
  const { config, sdk } = document.querySelector("script[data-config]").dataset;
  const answer = await fetch(`${config}?url=${encodeURIComponent(location.href.split("#")[0])}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  await load(sdk);
  const { wx } = globalThis;
  wx.ready(() => {
    const card = shareCard();
    wx.updateAppMessageShareData?.(card);
    wx.updateTimelineShareData?.(card);
    globalThis.scanByMessenger = scan;
  });
  wx.config({ beta: true, debug: false, jsApiList: ASKED, ...(await answer.json()) });
}

begin().catch(() => {});
