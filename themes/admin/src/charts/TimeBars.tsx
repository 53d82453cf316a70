import { Chart, ChartAxis, ChartBar, ChartStack, ChartThemeColor, ChartTooltip } from "@patternfly/react-charts";
import { useEffect, useRef, useState } from "react";

/** Counts of one kind, one for each span of time. */
export type Series = { name: string; colour: string; counts: number[] };

/** `labels` name each span of time; `ticks` do so in short, for the axis. */
export type TimeBarsProps = { title: string; labels: string[]; ticks: string[]; series: Series[] };

const TEXT = { fill: "var(--pf-v5-global--Color--100)", fontSize: 12 };
const HEIGHT = 220;

/** Stacked bars over time. Loaded when it is shown: the library is larger than a page. */
export default function TimeBars({ title, labels, ticks, series }: TimeBarsProps) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(800);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.max(280, entry.contentRect.width)));
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  const most = Math.max(1, ...labels.map((_label, at) => series.reduce((sum, { counts }) => sum + counts[at], 0)));
  const every = Math.ceil(labels.length / Math.max(2, Math.floor(width / 90)));
  return (
    <div ref={box} style={{ height: HEIGHT }}>
      <Chart
        ariaTitle={title}
        ariaDesc={series.map(({ name }) => name).join(", ")}
        name={title.replace(/\W+/g, "-")}
        height={HEIGHT}
        width={width}
        padding={{ top: 10, right: 10, bottom: 40, left: 50 }}
        domain={{ y: [0, most] }}
        domainPadding={{ x: 30 }}
        themeColor={ChartThemeColor.blue}
      >
        <ChartAxis
          tickValues={labels.map((_label, at) => at)}
          tickFormat={(at: number) => (at % every === 0 ? ticks[at] : "")}
          style={{ tickLabels: TEXT, axis: { stroke: "var(--pf-v5-global--BorderColor--200)" } }}
          fixLabelOverlap
        />
        <ChartAxis
          dependentAxis
          showGrid
          tickCount={Math.min(4, most)}
          tickFormat={(count: number) => (Number.isInteger(count) ? count.toLocaleString() : "")}
          style={{ tickLabels: TEXT, grid: { stroke: "var(--pf-v5-global--BorderColor--100)" }, axis: { stroke: "none" } }}
        />
        <ChartStack>
          {series.map(({ name, colour, counts }) => (
            <ChartBar
              key={name}
              barWidth={Math.max(4, Math.min(28, (width - 90) / labels.length / 1.6))}
              style={{ data: { fill: colour } }}
              labelComponent={<ChartTooltip constrainToVisibleArea />}
              data={counts.map((y, x) => ({ name, x, y, label: `${labels[x]}: ${y} ${name}` }))}
            />
          ))}
        </ChartStack>
      </Chart>
    </div>
  );
}
