/** Tests of the gateway on a real Redis and real sockets. Each test class has an app of its own. */
@NullMarked
package io.gatefarm.gateway;

import org.jspecify.annotations.NullMarked;
