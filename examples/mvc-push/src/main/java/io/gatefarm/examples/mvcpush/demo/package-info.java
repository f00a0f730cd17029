/**
 * The example with everything that it needs, in one process: Redis, a gateway, a worker with push-only events, and the web
 * application. The application knows nothing of this package.
 *
 * <p>Entry type: {@link io.gatefarm.examples.mvcpush.demo.DemoProcess}.
 */
@NullMarked
package io.gatefarm.examples.mvcpush.demo;

import org.jspecify.annotations.NullMarked;
