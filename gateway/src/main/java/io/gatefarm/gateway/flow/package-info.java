/**
 * How back-pressure is said: what a full queue answers, and what it calls when there is room again. Queues themselves stand where
 * they are used.
 */
@NullMarked
package io.gatefarm.gateway.flow;

import org.jspecify.annotations.NullMarked;
