// Rows of a file as they are, small and scrollable.

interface SampleTableProps {
  label: string;
  columns: readonly string[];
  rows: readonly (readonly (string | null)[])[];
}

export function SampleTable({ label, columns, rows }: SampleTableProps) {
  return (
    <div className="sy-sample" tabIndex={0} role="region" aria-label={label}>
      <table>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={`${column} ${index}`} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, number) => (
            <tr key={number}>
              {columns.map((column, index) => (
                <td key={`${column} ${index}`} title={row[index] ?? ""}>
                  {row[index] ?? <span className="sy-quiet">—</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
