// An article beside its facts: what lights up where, by hover, focus and click.
import { Linking } from "./linking.js";

const linking = new Linking(document.getElementById("text"), document.getElementById("facts"));
linking.start();
