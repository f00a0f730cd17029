/**
 * What commands print: aligned tables for people, JSON for scripts. No I/O here.
 *
 * <p>Entry types: {@link io.gatefarm.cli.view.View} for lists, {@link io.gatefarm.cli.view.StatusTable} and {@link
 * io.gatefarm.cli.view.StatusJson}. Everything is immutable but {@link io.gatefarm.cli.view.Table}, which one thread fills.
 */
@NullMarked
package io.gatefarm.cli.view;

import org.jspecify.annotations.NullMarked;
