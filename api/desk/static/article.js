// An article beside its facts: what lights up where, by hover, focus and click.
import { Linking } from "./linking.js";

const linking = new Linking(document.getElementById("text"), document.getElementById("facts"));
linking.start();

// Parts of the page are made anew while an article is read and after a decision: what was indexed holds no longer.
document.addEventListener("htmx:after:swap", () => {
  linking.attach(document.getElementById("text"), document.getElementById("facts"));
});
