/**
 * Who may connect, decided before the upgrade: the page's origin, the client's true address behind proxies, how many there may be.
 * Frames and sockets do not belong here.
 *
 * <p>Entry type: {@link io.gatefarm.gateway.admission.Admission}. Thread-safe; nothing blocks.
 */
@NullMarked
package io.gatefarm.gateway.admission;

import org.jspecify.annotations.NullMarked;
