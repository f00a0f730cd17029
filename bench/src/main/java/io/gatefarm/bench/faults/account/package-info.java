/**
 * What was sent against what was handled: the business code that keeps a journal, the journals read again, and the account of both.
 * Faults do not belong here.
 *
 * <p>Entry types: {@link io.gatefarm.bench.faults.account.JournalEvents} in the workers, {@link
 * io.gatefarm.bench.faults.account.Journals} and {@link io.gatefarm.bench.faults.account.Account} where faults are injected.
 */
@NullMarked
package io.gatefarm.bench.faults.account;

import org.jspecify.annotations.NullMarked;
