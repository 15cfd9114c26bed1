/** What the jobs need of a log: a constant message, the data in fields (pino's order). */
export interface JobLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
