/**
 * The gateway's life in Redis: an id, its lease, what happens when Redis declares it dead, and what is told Redis again after it
 * has lost something. Moving clients to another
 * gateway does not belong here.
 *
 * <p>Entry type: {@link io.gatefarm.gateway.lease.Registration}, whose one thread owns every change of id.
 */
@NullMarked
package io.gatefarm.gateway.lease;

import org.jspecify.annotations.NullMarked;
