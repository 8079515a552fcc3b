// What was wrong with rows, how often, and where it first appeared.
import type { Problem } from "@siyu/api";
import { inLocale, number, t } from "@siyu/i18n";

export function Problems({ problems }: { problems: readonly Problem[] }) {
  return (
    <table className="sy-problems">
      <thead>
        <tr>
          <th scope="col">{t("import.problem")}</th>
          <th scope="col">{t("import.problem_count")}</th>
          <th scope="col">{t("import.first_row")}</th>
        </tr>
      </thead>
      <tbody>
        {problems.map((problem) => (
          <tr key={problem.code}>
            <td className="sy-two-lines">
              {inLocale(problem.message)}
              <small className="sy-mono">{problem.code}</small>
            </td>
            <td>{number(problem.count)}</td>
            <td>{t("import.row_number", { row: number(problem.first_row) })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
