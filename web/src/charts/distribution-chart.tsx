import { useElementSize } from "@mantine/hooks";
import { formatMs, formatQuantity } from "../../../src/contract/format-quantity.ts";
import type { ChartSpec } from "../../../src/contract/run.ts";
import { ChartValues } from "../components/chart/chart-values.tsx";
import { layOutBars } from "./bars-model.ts";
import classes from "./charts.module.css";
import { placeOn } from "./nice-scale.ts";
import type { PlotBox } from "./points-model.ts";
import { ValueAxis } from "./value-axis.tsx";

const height = 200;
/** Of the outlines: the first is a whole line, so that it is known without its colour. */
const dashes = ["", "6 3", "2 3"] as const;

/** How latencies are spread: this run filled, what it is compared with as an outline over it. */
export function DistributionChart({ spec }: { readonly spec: ChartSpec }) {
  const { ref, width } = useElementSize();
  const box: PlotBox = { width: Math.max(240, width), height, left: 64, right: 12, top: 8, bottom: 24 };
  const { scale, bars, outlines, ticks } = layOutBars(spec, box);
  const base = height - box.bottom;
  const format = (value: number): string => formatQuantity(value, spec.yUnit);
  return (
    <figure className={classes.frame}>
      <figcaption className={classes.caption}>
        <h3>{spec.title}</h3>
        {spec.series.length > 1 && (
          <ul className={`plain ${classes.legend ?? ""}`}>
            {spec.series.map(({ name }, place) => (
              <li key={name}>
                <i style={{ borderColor: colourOf(place) }} data-dashed={place > 1} />
                {name}
              </li>
            ))}
          </ul>
        )}
      </figcaption>
      <div ref={ref} className={classes.plot}>
        <svg className={classes.svg} height={height} role="img" aria-label={spec.title}>
          <ValueAxis scale={scale} box={box} y={(value) => placeOn(scale, value, base, box.top)} format={format} />
          {bars.map((bar) => (
            <rect
              key={bar.x}
              x={bar.x}
              y={bar.y}
              width={Math.max(1, bar.width - 1)}
              height={bar.height}
              fill={colourOf(0)}
              opacity={0.6}
            />
          ))}
          {outlines.map(({ name, path }, index) => (
            <path
              key={name}
              d={path}
              fill="none"
              stroke={colourOf(index + 1)}
              strokeWidth={1.75}
              strokeDasharray={dashes[index % dashes.length]}
            />
          ))}
          <line className={classes.axis} x1={box.left} x2={box.width - box.right} y1={base} y2={base} />
          {ticks.map(({ x, value }) => (
            <text key={x} className={classes.text} x={x} y={height - 8} textAnchor="end">
              {formatMs(value, 2)}
            </text>
          ))}
        </svg>
      </div>
      <ChartValues
        title={spec.title}
        xs={spec.x.map(Number)}
        series={spec.series}
        sayX={(bound) => `up to ${formatMs(bound)}`}
        sayY={(value) => (value === null || value === undefined ? "–" : format(value))}
      />
    </figure>
  );
}

function colourOf(place: number): string {
  return `var(--chart-${(place % 6) + 1})`;
}
