"use strict";
const words = document.getElementById("filter");
const kinds = document.getElementById("kind");
const shown = document.getElementById("shown");
const rows = Array.from(document.querySelectorAll("#packages tbody tr"));
const texts = rows.map(row => row.textContent.toLowerCase());
function apply() {
  const wanted = words.value.toLowerCase().split(/\s+/).filter(word => word);
  let count = 0;
  rows.forEach((row, i) => {
    const fits = (kinds.value === "all" || row.dataset.kind.split(" ").includes(kinds.value)) && wanted.every(word => texts[i].includes(word));
    row.hidden = !fits;
    count += fits ? 1 : 0;
  });
  shown.textContent = count + " of " + rows.length;
}
words.addEventListener("input", apply);
kinds.addEventListener("change", apply);
document.getElementById("controls").hidden = false;
apply();
