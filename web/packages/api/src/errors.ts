// What went wrong, in one shape: RFC 9457 answers of the server, and answers that never came.

export interface FieldError {
  field: string;
  code: string;
  message: string;
}

interface Problem {
  title?: string;
  code?: string;
  detail?: string;
  errors?: FieldError[];
  request_id?: string;
}

export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly detail: string | undefined;
  readonly errors: readonly FieldError[];
  readonly requestId: string | undefined;

  constructor(
    /** HTTP status; 0 when no answer came. */
    readonly status: number,
    readonly code: string,
    problem: Problem = {},
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(problem.title ?? code);
    this.detail = problem.detail;
    this.errors = problem.errors ?? [];
    this.requestId = problem.request_id;
  }
}

/** The error a refused response stands for; `body` is whatever was parsed from it. */
export function apiError(status: number, body: unknown, retryAfter: string | null): ApiError {
  const problem = isProblem(body) ? body : {};
  const seconds = retryAfter === null ? NaN : Number(retryAfter);
  return new ApiError(status, problem.code ?? `http_${status}`, problem, Number.isFinite(seconds) ? seconds : null);
}

export function unreachable(cause: unknown): ApiError {
  const error = new ApiError(0, "unreachable");
  error.cause = cause;
  return error;
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && ("code" in body || "title" in body);
}
