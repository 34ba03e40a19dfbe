import { drawGraph } from "./graph.js";
const id = document.getElementById("entity").dataset.id;
const told = await (await fetch(`/api/neighbours/${id}`)).json();
drawGraph(document.getElementById("around"), { title: document.querySelector("h1").textContent, nodes: told.nodes, edges: told.ties, centre: id });
