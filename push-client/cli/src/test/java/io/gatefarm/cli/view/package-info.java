@NullMarked
package io.gatefarm.cli.view;

import org.jspecify.annotations.NullMarked;
