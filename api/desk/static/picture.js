// The picture: Cytoscape.js draws what the table below it says in words.
window.addEventListener("DOMContentLoaded", () => {
  document.documentElement.classList.add("script");
  const place = document.getElementById("graph");
  const relations = JSON.parse(document.getElementById("relations").textContent);
  const style = getComputedStyle(document.documentElement);
  const ink = (name) => style.getPropertyValue(name).trim();
  const colours = { deal: "--de", role: "--pe", claim: "--cl", people: "--pe", companies: "--co" };
  const lines = { deal: "solid", role: "dashed", claim: "dotted" };
  const degree = new Map();
  for (const tie of relations.ties) for (const end of [tie.source, tie.target]) degree.set(end, (degree.get(end) ?? 0) + 1);

  // Where the layout begins: a ring, so that the same facts make the same picture.
  const around = (number, all) => ({ x: 50 * all * Math.cos((2 * Math.PI * number) / all), y: 30 * all * Math.sin((2 * Math.PI * number) / all) });
  const elements = [
    ...relations.nodes.map((node, number) => ({ position: around(number, relations.nodes.length), data: { ...node, size: 14 + 5 * Math.sqrt(degree.get(node.id) ?? 1), colour: ink(colours[node.kind]), shape: node.kind === "people" ? "ellipse" : "round-rectangle" } })),
    ...relations.ties.map((tie, number) => ({ data: { ...tie, id: `t${number}`, colour: ink(colours[tie.kind]), line: lines[tie.kind], brief: tie.kind === "claim" ? "" : tie.words.split(":")[0].slice(0, 40), arrow: tie.kind === "claim" ? "vee" : "none" } })),
  ];
  const drawn = window.cytoscape({
    container: place,
    elements,
    minZoom: 0.2,
    maxZoom: 3,
    style: [
      { selector: "node", style: { label: "data(name)", width: "data(size)", height: "data(size)", shape: "data(shape)", "background-color": "data(colour)", color: ink("--ink"), "font-size": 15, "font-family": getComputedStyle(document.body).fontFamily, "text-valign": "bottom", "text-margin-y": 5, "text-wrap": "wrap", "text-max-width": 130, "text-background-color": ink("--sheet"), "text-background-opacity": 0.85, "text-background-padding": 2 } },
      { selector: "edge", style: { width: 2, "line-color": "data(colour)", "line-style": "data(line)", "curve-style": "bezier", "target-arrow-shape": "data(arrow)", "target-arrow-color": "data(colour)", label: "data(brief)", "font-size": 12, color: ink("--soft"), "text-rotation": "autorotate", "text-background-color": ink("--sheet"), "text-background-opacity": 0.9, "text-background-padding": 2 } },
      { selector: "edge:selected, edge.over", style: { width: 4 } },
      { selector: ".far", style: { opacity: 0.18 } },
    ],
    layout: { name: "preset" },
  });
  drawn
    .layout({ name: "cose", animate: false, randomize: false, fit: true, padding: 36, nodeRepulsion: () => 1.5e6, idealEdgeLength: () => 120, edgeElasticity: () => 60, nodeOverlap: 30, componentSpacing: 120, gravity: 0.6, numIter: 2000, nodeDimensionsIncludeLabels: true })
    .run();
  if (drawn.zoom() > 1.25) {
    drawn.zoom(1.25);
    drawn.center();
  }
  drawn.on("tap", "edge", (event) => {
    const tie = event.target.data();
    location.href = `/articles/${encodeURIComponent(tie.article)}#f-${encodeURIComponent(tie.fact)}`;
  });
  drawn.on("tap", "node", (event) => {
    const node = event.target.data();
    location.href = `/${node.kind === "people" ? "person" : "company"}/${encodeURIComponent(node.name)}`;
  });
  drawn.on("mouseover", "node, edge", (event) => {
    place.title = event.target.data("words") ?? event.target.data("name");
    const near = event.target.isNode() ? event.target.closedNeighborhood() : event.target.union(event.target.connectedNodes());
    drawn.elements().not(near).addClass("far");
    if (event.target.isEdge()) event.target.addClass("over");
  });
  drawn.on("mouseout", "node, edge", () => {
    drawn.elements().removeClass("far over");
    place.title = "";
  });
});
