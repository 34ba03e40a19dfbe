// The families of kinds, as the drawn page has them: to each a colour (a token of kinds.css) and a shape.

export const FAMILIES = [
  { key: "characters", name: "Characters", shape: "circle", classes: ["Character", "Counterpart"] },
  { key: "people", name: "People", shape: "ring", classes: ["Person", "Actor", "HistoricalFigure"] },
  { key: "missions", name: "Missions", shape: "triangle", classes: ["Mission", "CrewedMission"] },
  {
    key: "events", name: "Events", shape: "diamond",
    classes: [
      "Event", "Accident", "AlternateEvent", "Attack", "Ceremony", "Conflict", "Death", "Decision", "Discovery", "Election",
      "Landing", "Launch", "Meeting", "PointOfDivergence", "Protest", "RealEvent", "Spacewalk",
    ],
  },
  { key: "divergences", name: "Divergences", shape: "star", classes: ["Divergence"] },
  { key: "craft", name: "Craft", shape: "arrow", classes: ["Artifact", "LaunchVehicle", "Spacecraft", "Technology"] },
  {
    key: "organizations", name: "Organizations", shape: "square",
    classes: ["Organization", "Company", "GovernmentBody", "SpaceAgency"],
  },
  { key: "places", name: "Places", shape: "hexagon", classes: ["Place", "Base", "CelestialBody"] },
  { key: "works", name: "Works", shape: "screen", classes: ["ScreenWork", "Episode", "Season", "Show"] },
  { key: "other", name: "Other", shape: "cross", classes: [] },
];

const byClass = new Map(FAMILIES.flatMap((family) => family.classes.map((kind) => [kind, family])));

/** The family of a class, such as "Base"; what has none is of the last. */
export const familyOf = (kind) => byClass.get(kind) ?? FAMILIES.at(-1);

/** The outlines that are polygons, as x, y, x, y … about the origin with areas about alike; the others are round. */
export const OUTLINES = {
  triangle: [0, -1.2, 1.15, 0.85, -1.15, 0.85],
  diamond: [0, -1.25, 1.05, 0, 0, 1.25, -1.05, 0],
  star: [
    0, -1.4, 0.4, -0.55, 1.33, -0.43, 0.65, 0.21, 0.82, 1.13, 0, 0.68, -0.82, 1.13, -0.65, 0.21, -1.33, -0.43, -0.4, -0.55,
  ],
  arrow: [0, -1.35, 1, 1.1, 0, 0.55, -1, 1.1],
  square: [-0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9],
  hexagon: [1.08, 0, 0.54, 0.94, -0.54, 0.94, -1.08, 0, -0.54, -0.94, 0.54, -0.94],
  screen: [-1.2, -0.8, 1.2, -0.8, 1.2, 0.8, -1.2, 0.8],
  cross: [
    -0.38, -1.1, 0.38, -1.1, 0.38, -0.38, 1.1, -0.38, 1.1, 0.38, 0.38, 0.38, 0.38, 1.1, -0.38, 1.1, -0.38, 0.38, -1.1, 0.38,
    -1.1, -0.38, -0.38, -0.38,
  ],
};

/** A small mark of a class for lists, which says nothing that the words beside it do not say. */
export function mark(kind) {
  const span = document.createElement("span");
  span.className = `mark ${familyOf(kind).key}`;
  span.setAttribute("aria-hidden", "true");
  return span;
}
