/** Starts Redis, gateways and workers of the chat example with one command. */
@NullMarked
package io.gatefarm.examples.launcher;

import org.jspecify.annotations.NullMarked;
