import { useElementSize } from "@mantine/hooks";
import { useState, type KeyboardEvent, type PointerEvent } from "react";
import { formatQuantity, type QuantityUnit } from "../../../src/contract/format-quantity.ts";
import { ChartValues } from "../components/chart/chart-values.tsx";
import classes from "./charts.module.css";
import { placeAfter } from "./place-after.ts";
import { sayDate } from "../format/say-time.ts";
import {
  layOutPoints,
  nearestDot,
  type PlotBox,
  type PointsFacts,
  type PointTone,
  type RunPoint,
} from "./points-model.ts";
import { ValueAxis } from "./value-axis.tsx";

export interface PointsChartProps extends PointsFacts {
  readonly title: string;
  readonly unit: QuantityUnit;
  readonly height?: number;
  /** A point was chosen, by click or by Enter. */
  readonly onChoose?: (key: string) => void;
}

const toneColours: Readonly<Record<PointTone, string>> = {
  plain: "var(--chart-1)",
  current: "var(--chart-2)",
  muted: "var(--chart-6)",
  bad: "var(--chart-5)",
};

/** From when to when the runs are, as they stand at equal distances. */
function spanText(points: readonly RunPoint[]): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return "";
  return first === last ? sayDate(first.at) : `${sayDate(first.at)} to ${sayDate(last.at)}`;
}

/** Runs side by side, oldest left. The arrow keys go from run to run, and each is read out. */
export function PointsChart({ title, unit, height = 180, onChoose, ...facts }: PointsChartProps) {
  const { ref, width } = useElementSize();
  const [place, setPlace] = useState<number | null>(null);
  const box: PlotBox = { width: Math.max(240, width), height, left: 64, right: 12, top: 18, bottom: 10 };
  const model = layOutPoints(facts, box);
  const format = (value: number): string => formatQuantity(value, unit);
  const looked = place === null ? undefined : model.dots[place];
  // The name of a level just above another stands at the other end, where it can be read.
  const isCrowded = (value: number): boolean =>
    facts.levels.some((level) => level.value < value && Math.abs(model.y(level.value) - model.y(value)) < 15);
  const choose = (): void => {
    if (looked !== undefined) onChoose?.(looked.point.key);
  };
  const follow = (event: PointerEvent<SVGSVGElement>): void => {
    const nearest = nearestDot(model, event.clientX - event.currentTarget.getBoundingClientRect().left);
    setPlace(nearest === -1 ? null : nearest);
  };
  const press = (event: KeyboardEvent<SVGSVGElement>): void => {
    const next = placeAfter(event.key, place, model.dots.length);
    if (event.key === "Enter") choose();
    else if (next === undefined) return;
    else setPlace(next);
    event.preventDefault();
  };
  return (
    <figure className={classes.frame}>
      <figcaption className={classes.caption}>
        <h3>{title}</h3>
      </figcaption>
      <div ref={ref} className={classes.plot}>
        <svg
          className={classes.svg}
          height={height}
          role="slider"
          aria-label={`${title}: run`}
          aria-valuemin={0}
          aria-valuemax={Math.max(0, model.dots.length - 1)}
          aria-valuenow={place ?? Math.max(0, model.dots.length - 1)}
          aria-valuetext={looked?.point.text ?? `${facts.points.length} runs`}
          tabIndex={0}
          onPointerMove={follow}
          onPointerLeave={() => setPlace(null)}
          onClick={choose}
          onKeyDown={press}
          style={onChoose === undefined ? undefined : { cursor: "pointer" }}
        >
          <ValueAxis scale={model.scale} box={box} y={model.y} format={format} />
          {facts.band !== null && (
            <rect
              className={classes.band}
              x={box.left}
              width={box.width - box.left - box.right}
              y={model.y(facts.band.high)}
              height={Math.max(1, model.y(facts.band.low) - model.y(facts.band.high))}
            />
          )}
          {facts.levels.map(({ value, label, tone }) => (
            <g key={label}>
              <line
                className={tone === "limit" ? classes.limit : classes.usual}
                x1={box.left}
                x2={box.width - box.right}
                y1={model.y(value)}
                y2={model.y(value)}
              />
              <text
                className={classes.text}
                x={isCrowded(value) ? box.left + 4 : box.width - box.right}
                y={model.y(value) - 4}
                textAnchor={isCrowded(value) ? "start" : "end"}
              >
                {label}
              </text>
            </g>
          ))}
          {model.steps.map(({ x1, x2, y }) => (
            <line key={x1} className={classes.step} x1={x1} x2={x2} y1={y} y2={y} />
          ))}
          {model.marks.map(({ x, label }) => (
            <g key={`${x} ${label}`}>
              <line className={classes.mark} x1={x} x2={x} y1={box.top} y2={height - box.bottom} />
              <text className={classes.text} x={x + 4} y={box.top - 6}>
                {label}
              </text>
            </g>
          ))}
          {model.dots.map(({ point, x, y }, index) => (
            <circle
              key={point.key}
              cx={x}
              cy={y}
              r={index === place ? 6 : point.tone === "current" ? 5 : 3.5}
              fill={point.tone === "muted" ? "var(--card)" : toneColours[point.tone]}
              stroke={toneColours[point.tone]}
              strokeWidth={1.5}
            />
          ))}
        </svg>
      </div>
      <span className={classes.readout} aria-hidden="true">
        {looked?.point.text ?? spanText(facts.points)}
      </span>
      <ChartValues
        title={title}
        xs={facts.points.map((_, index) => index)}
        series={[{ name: "value", values: facts.points.map(({ value }) => value) }]}
        sayX={(index) => facts.points[index]?.text ?? ""}
        sayY={(value) => (value === null || value === undefined ? "–" : format(value))}
      />
    </figure>
  );
}
