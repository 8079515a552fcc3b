// Uploading a file with progress: the one call made with XMLHttpRequest, because fetch cannot report upload progress.
import { language, refusal, writeHeaders } from "./client.ts";
import { unreachable } from "./errors.ts";
import type { ImportFile } from "./types.ts";

export interface Upload {
  file: File;
  /** Called with the share sent so far, 0 to 1. */
  onProgress: (share: number) => void;
  signal?: AbortSignal;
}

export function upload({ file, onProgress, signal }: Upload): Promise<ImportFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/v1/imports/files?name=${encodeURIComponent(file.name)}`);
    for (const [name, value] of Object.entries(uploadHeaders())) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onProgress(event.total === 0 ? 1 : event.loaded / event.total);
    request.onload = () => settle(request, resolve, reject);
    request.onerror = () => reject(unreachable(request.statusText));
    request.onabort = () => reject(new DOMException("aborted", "AbortError"));
    signal?.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

function uploadHeaders(): Record<string, string> {
  return { ...writeHeaders("POST"), "Accept-Language": language(), "Content-Type": "application/octet-stream" };
}

function settle(request: XMLHttpRequest, resolve: (file: ImportFile) => void, reject: (error: Error) => void): void {
  const answer = parsed(request.responseText);
  if (request.status >= 200 && request.status < 300) resolve(answer as ImportFile);
  else reject(refusal(request.status, answer, request.getResponseHeader("Retry-After")));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
