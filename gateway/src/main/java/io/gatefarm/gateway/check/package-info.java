/**
 * A client that checks a running farm from outside: {@link io.gatefarm.gateway.check.AnswerCheck}, a process of its own that lies
 * beside the gateway so that its image has it. Nothing of the gateway itself uses this package.
 */
@NullMarked
package io.gatefarm.gateway.check;

import org.jspecify.annotations.NullMarked;
