/**
 * PostgreSQL in the box: a real PostgreSQL that lives in HookBridge's data folder and needs nothing
 * installed.
 *
 * <p>The data folder holds
 *
 * <pre>
 * server.lock          held by the one live server; its process id and PostgreSQL's port
 * postgres/            the cluster
 * postgres.password    random, mode 0600, made at the first start
 * postgres.log         what PostgreSQL says; one earlier run is kept as postgres.log.1
 * postgres-binaries/   the unpacked programs, one folder per archive
 * </pre>
 *
 * <p>A start goes: take the lock, unpack the programs if they are new, stop a PostgreSQL that
 * outlived a killed HookBridge, initialise the cluster if there is none, start it, make the role
 * and the database, and refuse to go on unless durability and authentication are as demanded.
 * Recovery after a crash is PostgreSQL's own. A server that ends by itself later is started again
 * in the same way, on the port that it had.
 *
 * <p>The programs come from the zonky binaries artifact; its launcher is not used, because it turns
 * durability and authentication off, reads the whole archive into memory at every start and gives
 * up on a slow stop after five seconds.
 *
 * <p>The package is larger than others because each step of a start is a class; all others see is
 * {@link io.hookbridge.db.embedded.PostgresInTheBox} and two exceptions.
 */
@NullMarked
package io.hookbridge.db.embedded;

import org.jspecify.annotations.NullMarked;
