package io.hookbridge.loadtest.simulate;

/**
 * How strong machines are.
 *
 * @param nodeCores of a server of HookBridge
 * @param databaseCores of a PostgreSQL, also of a coordinator and a worker
 * @param diskBytesPerSecond what a disk takes of a write-ahead log
 */
record Machines(int nodeCores, int databaseCores, double diskBytesPerSecond) {}
