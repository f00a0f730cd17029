/**
 * The classic chat: rooms, private messages, who is online. Business code only; it runs in any worker that is told {@code
 * GATEFARM_EVENTS=io.gatefarm.examples.chat.ChatEvents}.
 *
 * <p>Entry type: {@link io.gatefarm.examples.chat.ChatEvents}. The page is under {@code web/} on the class path.
 */
@NullMarked
package io.gatefarm.examples.chat;

import org.jspecify.annotations.NullMarked;
