// An article beside its facts: linking, correcting, keys. What is read and decided arrives as parts of the page (htmx).
import { Correcting } from "./correcting.js";
import { Keys } from "./keys.js";
import { Linking } from "./linking.js";

const token = document.querySelector('meta[name="desk-token"]').content;
const linking = new Linking(document.getElementById("text"), document.getElementById("facts"));
const correcting = new Correcting(linking);

document.documentElement.classList.add("script");
linking.fetchCard = async (id) => {
  const place = document.createElement("div");
  document.getElementById("facts").append(place);
  await window.htmx.ajax("GET", `/facts/${encodeURIComponent(id)}/card`, { source: place, target: place, swap: "outerHTML" });
  return linking.card(id);
};
linking.start();
correcting.start();
new Keys(linking, correcting).start();

// What changes something carries the token of this page.
document.addEventListener("htmx:config:request", (event) => {
  event.detail.ctx.request.headers["X-Desk-Token"] = token;
});

// Parts of the page are made anew while an article is read and after a decision: what was indexed holds no longer.
document.addEventListener("htmx:after:swap", () => {
  linking.attach(document.getElementById("text"), document.getElementById("facts"));
});
