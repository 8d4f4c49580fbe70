-- Who works: a worker renews its lease as long as it lives, and its jobs are taken up once that has ended.
CREATE TABLE policywatch_worker (
    worker_id bigint PRIMARY KEY,  -- as procrastinate numbers it
    process text NOT NULL,
    name text NOT NULL,
    queues text[] NOT NULL,
    concurrency integer NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    renewed_at timestamptz NOT NULL DEFAULT now(),
    lease interval NOT NULL,
    lease_until timestamptz NOT NULL,
    faults integer NOT NULL DEFAULT 0,
    fault text NOT NULL DEFAULT ''
);

-- Until when the jobs of a worker are its own. While the server was down nobody could renew anything.
CREATE FUNCTION policywatch_leased_until(worker policywatch_worker) RETURNS timestamptz LANGUAGE sql STABLE AS
    'SELECT greatest(worker.lease_until, pg_postmaster_start_time() + worker.lease)';
