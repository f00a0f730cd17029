@NullMarked
package io.gatefarm.cli;

import org.jspecify.annotations.NullMarked;
