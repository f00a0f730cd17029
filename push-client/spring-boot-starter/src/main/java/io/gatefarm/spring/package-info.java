/**
 * The push API in a Spring Boot application: a {@link io.gatefarm.push.Gateway} bean made from the {@code gatefarm.*}
 * properties and closed with the application context. The health indicator is in {@code health}.
 *
 * <p>Entry type: {@link io.gatefarm.spring.GatefarmAutoConfiguration}, which Spring Boot finds by itself. Works with 3.5 and 4.0:
 * nothing here may use what only one of them has.
 */
@NullMarked
package io.gatefarm.spring;

import org.jspecify.annotations.NullMarked;
