/**
 * What a worker process shows its operator: health, readiness and metrics over HTTP. A worker that runs inside another application
 * has none of it; that application has its own.
 *
 * <p>Entry type: {@link io.gatefarm.worker.admin.AdminPort}. Each request has a virtual thread.
 */
@NullMarked
package io.gatefarm.worker.admin;

import org.jspecify.annotations.NullMarked;
