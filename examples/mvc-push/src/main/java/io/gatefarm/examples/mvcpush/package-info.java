/**
 * A Spring MVC application with users of its own that pushes to their open pages. It holds no WebSocket and has no {@code
 * Events}: the page brings it the client id that the gateway's side sent, the application binds the id to the user of the web
 * session, and from then on pushes to users, teams and everyone.
 *
 * <p>Entry types: {@link io.gatefarm.examples.mvcpush.MvcPushApplication} and, for a shell, {@link
 * io.gatefarm.examples.mvcpush.PushOnce}. {@code demo} starts the rest of the farm beside it. Controllers run on the servlet
 * container's threads.
 */
@NullMarked
package io.gatefarm.examples.mvcpush;

import org.jspecify.annotations.NullMarked;
