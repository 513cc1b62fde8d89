import { useElementSize } from "@mantine/hooks";
import { useState, type KeyboardEvent, type PointerEvent, type ReactElement } from "react";
import { formatQuantity, type QuantityUnit } from "../../../src/contract/format-quantity.ts";
import styles from "./charts.module.css";
import { FiguresTable } from "./figures-table.tsx";
import { layOutPoints, nearestDot, type PlotBox, type PointsFacts, type PointTone } from "./points-model.ts";
import { ValueAxis } from "./value-axis.tsx";

interface PointsChartProps extends PointsFacts {
  readonly title: string;
  readonly unit: QuantityUnit;
  readonly height?: number;
  /** A point was chosen, by click or by Enter. */
  readonly onChoose?: (key: string) => void;
}

const toneColours: Readonly<Record<PointTone, string>> = {
  plain: "var(--chart-1, #3b6fd8)",
  current: "var(--chart-2, #c2620c)",
  muted: "var(--chart-6, #6b7280)",
  bad: "var(--chart-5, #b8336a)",
};

/** Runs side by side, oldest left. The arrow keys go from run to run, and each is read out. */
export function PointsChart({ title, unit, height = 180, onChoose, ...facts }: PointsChartProps): ReactElement {
  const { ref, width } = useElementSize();
  const [place, setPlace] = useState<number | null>(null);
  const box: PlotBox = { width: Math.max(240, width), height, left: 64, right: 12, top: 18, bottom: 10 };
  const model = layOutPoints(facts, box);
  const format = (value: number): string => formatQuantity(value, unit);
  const looked = place === null ? undefined : model.dots[place];
  const choose = (): void => {
    if (looked !== undefined) onChoose?.(looked.point.key);
  };
  const follow = (event: PointerEvent<SVGSVGElement>): void => {
    const nearest = nearestDot(model, event.clientX - event.currentTarget.getBoundingClientRect().left);
    setPlace(nearest === -1 ? null : nearest);
  };
  const onKeyDown = (event: KeyboardEvent<SVGSVGElement>): void => {
    const next = placeAfter(event.key, place, model.dots.length);
    if (event.key === "Enter") choose();
    else if (next === undefined) return;
    else setPlace(next);
    event.preventDefault();
  };
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        <span className={styles.title}>{title}</span>
      </figcaption>
      <div ref={ref} className={styles.plot}>
        <svg
          className={styles.svg}
          height={height}
          role="img"
          aria-label={`${title}: ${facts.points.length} runs. Use the arrow keys to go from run to run.`}
          tabIndex={0}
          onPointerMove={follow}
          onPointerLeave={() => setPlace(null)}
          onClick={choose}
          onKeyDown={onKeyDown}
          style={onChoose === undefined ? undefined : { cursor: "pointer" }}
        >
          <ValueAxis scale={model.scale} box={box} y={model.y} format={format} />
          {facts.band !== null && (
            <rect
              className={styles.band}
              x={box.left}
              width={box.width - box.left - box.right}
              y={model.y(facts.band.high)}
              height={Math.max(1, model.y(facts.band.low) - model.y(facts.band.high))}
            />
          )}
          {facts.levels.map(({ value, label, tone }) => (
            <g key={`${label} ${value}`}>
              <line
                className={tone === "limit" ? styles.limit : styles.usual}
                x1={box.left}
                x2={box.width - box.right}
                y1={model.y(value)}
                y2={model.y(value)}
              />
              <text className={styles.text} x={box.width - box.right} y={model.y(value) - 4} textAnchor="end">
                {label}
              </text>
            </g>
          ))}
          {model.steps.map(({ x1, x2, y }) => (
            <line key={x1} className={styles.step} x1={x1} x2={x2} y1={y} y2={y} />
          ))}
          {model.marks.map(({ x, label }) => (
            <g key={x}>
              <line className={styles.mark} x1={x} x2={x} y1={box.top} y2={height - box.bottom} />
              <text className={styles.text} x={x + 4} y={box.top - 6}>
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
              fill={point.tone === "muted" ? "var(--chart-paper, #fff)" : toneColours[point.tone]}
              stroke={toneColours[point.tone]}
              strokeWidth={1.5}
            />
          ))}
        </svg>
      </div>
      <output className={styles.readout}>{looked?.point.text ?? ""}</output>
      <FiguresTable
        caption={title}
        head={["Run", "Value"]}
        rows={() => facts.points.map(({ text, value }) => [text, value === null ? "–" : format(value)])}
      />
    </figure>
  );
}

/** Where a key leads among `count` dots; undefined: it leads nowhere; null: away from all. */
export function placeAfter(key: string, place: number | null, count: number): number | null | undefined {
  if (key === "Escape") return null;
  if (count === 0) return undefined;
  switch (key) {
    case "ArrowLeft":
      return place === null ? count - 1 : Math.max(0, place - 1);
    case "ArrowRight":
      return place === null ? 0 : Math.min(count - 1, place + 1);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
