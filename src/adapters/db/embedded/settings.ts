export type Settings = Readonly<Record<string, string>>;

/**
 * Small and quick, but as durable as any PostgreSQL: fsync, synchronous_commit and full_page_writes stay on. Given on
 * the command line, so that a folder made by an older version gets them too.
 */
const SETTINGS: Settings = {
  listen_addresses: '127.0.0.1',
  // A socket's path may have 107 bytes at most; data folders don't care.
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '48MB',
  maintenance_work_mem: '32MB',
  wal_buffers: '4MB',
  min_wal_size: '32MB',
  max_wal_size: '256MB',
  // Nothing copies this server's log elsewhere: no senders, no extra detail for them.
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  max_worker_processes: '2',
  max_parallel_workers: '0',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  io_method: 'sync',
  jit: 'off',
  // Every statement finds its rows by key; planning it anew for each value costs more than running it.
  plan_cache_mode: 'force_generic_plan',
  // Nobody watches its processes by name or activity.
  update_process_title: 'off',
  track_activities: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // What people wrote belongs into the tables, not into a log file: no statements, no values of rows.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

/** `extra` wins; tests turn durability off with it. */
export const settingWords = (port: number, extra: Settings): readonly string[] => [
  '-p',
  String(port),
  ...Object.entries({ ...SETTINGS, ...extra }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
];
