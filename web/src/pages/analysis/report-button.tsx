import { Button, Menu, Modal } from "@mantine/core";
import { useState } from "react";
import type { ReportEnding } from "../../../../src/contract/api/analyses.ts";
import { apiPath, callApiForFile } from "../../api/call-api.ts";
import { useReport } from "../../api/use-runs.ts";
import { QueryView } from "../../components/query-view.tsx";
import { saveFile } from "../../components/save-file.ts";
import { showProblem } from "../../components/toast-list.ts";
import classes from "./analysis.module.css";

export interface ReportButtonProps {
  readonly runId: string;
  /** undefined: the analysis that the run ended with. */
  readonly analysis: number | "latest" | undefined;
}

const downloads: readonly { readonly ending: ReportEnding; readonly label: string }[] = [
  { ending: "html", label: "Save as HTML" },
  { ending: "md", label: "Save as Markdown" },
  { ending: "json", label: "Save as JSON" },
];

/** The report of the run: to read here, in a frame that has no rights at all, or to keep. */
export function ReportButton({ runId, analysis }: ReportButtonProps) {
  const [isShown, setShown] = useState(false);
  const report = useReport(runId, "html", { enabled: isShown, ...(analysis === undefined ? {} : { analysis }) });
  const save = async (ending: ReportEnding): Promise<void> => {
    try {
      const file = await callApiForFile({ path: `${apiPath`/runs/${runId}/report.`}${ending}`, query: { analysis } });
      saveFile(file, `${runId}.${ending}`);
    } catch (error) {
      showProblem(error);
    }
  };
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default">Report</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setShown(true)}>Read here</Menu.Item>
          {downloads.map(({ ending, label }) => (
            <Menu.Item key={ending} onClick={() => void save(ending)}>
              {label}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => window.print()}>Print this page</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={isShown}
        onClose={() => setShown(false)}
        title={`Report of ${runId}`}
        fullScreen
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <QueryView query={report}>
          {(html) => <iframe className={classes.report} title={`Report of ${runId}`} sandbox="" srcDoc={html} />}
        </QueryView>
      </Modal>
    </>
  );
}
