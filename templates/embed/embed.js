// What the site that shows the frame has chosen stands behind the # of its address: it is never sent.
(() => {
const root = document.documentElement;
const known = { theme: ["light", "dark"], accent: ["blue", "plum", "ink"], corners: ["square"], size: ["full"] };
for (const part of location.hash.slice(1).split("&")) {
const [name, value] = part.split("=");
if ((known[name] || []).includes(value)) root.dataset[name] = value;
if (name === "needs") for (const group of document.querySelectorAll("[data-need]"))
group.hidden = !value.split(",").includes(group.dataset.need);
}
for (const link of document.querySelectorAll(".regions a")) {
if (root.dataset.size) link.pathname += "/full";
link.hash = location.hash;
}
const hand = document.getElementById("by-hand");
// In a sandbox the origin is "null", and Chromium stops links to a phone there.
if (hand) hand.hidden = self.origin !== "null";
if (parent !== self && self.ResizeObserver) new ResizeObserver(() =>
parent.postMessage({ hotline: "height", height: root.offsetHeight }, "*")).observe(root);
})();
