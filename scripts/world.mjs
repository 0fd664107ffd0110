// Makes src/output/html/world.svg: the countries of the world as one outline, in the projection that page.js puts dots with.
//
//     npm install --prefix scripts && node scripts/world.mjs
//
// Source: Natural Earth 1:110m (public domain), as the npm package world-atlas carries it.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoEqualEarth, geoPath } from "d3-geo";
import { merge, mesh } from "topojson-client";

const WIDTH = 1000;
// Antarctica names no one: the map ends below Cape Horn.
const SOUTH = -58;

const require = createRequire(import.meta.url);
const atlas = require("world-atlas/package.json");
const world = JSON.parse(readFileSync(require.resolve("world-atlas/countries-110m.json"), "utf8"));

const projection = geoEqualEarth().scale(WIDTH / 5.4133).translate([WIDTH / 2, 0]).rotate([-11, 0]);
const [, north] = projection([11, 84]);
const [, south] = projection([11, SOUTH]);
const height = Math.round(south - north);
projection.translate([WIDTH / 2, -north]).clipExtent([[0, 0], [WIDTH, height]]);

const inhabited = {
  ...world.objects.countries,
  geometries: world.objects.countries.geometries.filter((country) => country.properties.name !== "Antarctica"),
};
// Tenths of a unit, each point as its way from the one before: half the bytes.
function draw(shape) {
  let at = [0, 0];
  return geoPath(projection).digits(3)(shape).replace(/([ML])([^,]+),([^MLZ]+)/g, (_, command, x, y) => {
    const point = [Math.round(x * 10), Math.round(y * 10)];
    const [dx, dy] = command === "M" ? point : [point[0] - at[0], point[1] - at[1]];
    at = point;
    if (command === "L" && dx === 0 && dy === 0) return "";
    return `${command === "M" ? "M" : "l"}${dx}${dy < 0 ? "" : " "}${dy}`;
  });
}
const land = draw(merge(world, inhabited.geometries));
const borders = draw(mesh(world, inhabited, (a, b) => a !== b));

writeFileSync(
  new URL("../src/output/html/world.svg", import.meta.url),
  `<!-- Made by scripts/world.mjs from Natural Earth 1:110m (public domain), npm package world-atlas ${atlas.version}. -->
<svg viewBox="0 0 ${WIDTH} ${height}" data-scale="${projection.scale().toFixed(4)}" data-north="${(-north).toFixed(4)}">
<g transform="scale(.1)"><path class="land" d="${land}"/>
<path class="borders" d="${borders}"/></g>
</svg>
`,
);
