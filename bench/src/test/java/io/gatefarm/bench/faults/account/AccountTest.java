package io.gatefarm.bench.faults.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountTest {
    private static final Duration TAIL = Duration.ofNanos(100);

    @TempDir
    private Path folder;

    private final StringBuilder journal = new StringBuilder();
    private final SentConnection connection = new SentConnection("row-0.0");

    @BeforeEach
    void open() {
        connection.opened(1);
        line(2, JournalLine.Kind.OPEN, "row-0.0", false);
    }

    private void line(long ns, JournalLine.Kind kind, String text, boolean redelivered) {
        journal.append(new JournalLine(ns, kind, "id", "key of " + text, redelivered, text).written());
    }

    private void sent(int messages) {
        for (int i = 0; i < messages; i++) {
            connection.sent(10 + i);
        }
    }

    private void handled(long ns, int number) {
        line(ns, JournalLine.Kind.MESSAGE, "row-0.0 " + number + " -", false);
    }

    private Account account() throws IOException {
        Files.writeString(folder.resolve("worker.journal"), journal);
        var journals = new Journals(folder);
        journals.readNew();
        return Account.of(List.of(connection), journals, "row-", TAIL);
    }

    @Test
    void account_everythingHandledInOrder_isComplete() throws IOException {
        sent(2);
        handled(20, 0);
        handled(21, 1);
        line(30, JournalLine.Kind.CLOSE, "left", false);

        assertThat(account().complete()).isTrue();
        assertThat(account().outOfOrder()).isZero();
    }

    @Test
    void account_messageMissing_isLost() throws IOException {
        sent(3);
        handled(20, 0);
        handled(21, 2);

        assertThat(account().lost()).isOne();
        assertThat(account().closesLost()).isOne();
    }

    @Test
    void account_lastMessagesBeforeAnEndNobodyAskedFor_areUnreadIfSentShortlyBefore() throws IOException {
        sent(4);
        handled(20, 0);
        connection.ended(12 + TAIL.toNanos(), "reset");

        assertThat(account().unread()).as("2 and 3").isEqualTo(2);
        assertThat(account().lost()).as("1").isOne();
    }

    @Test
    void account_clientItselfLeft_nothingIsExcused() throws IOException {
        sent(1);
        connection.asked();
        connection.ended(15, "left");

        assertThat(account().lost()).isOne();
    }

    @Test
    void account_laterMessageHandledFirst_isOutOfOrder() throws IOException {
        sent(2);
        handled(21, 0);
        handled(20, 1);

        assertThat(account().outOfOrder()).isOne();
    }

    @Test
    void account_closeBeforeAMessage_isOutOfOrder() throws IOException {
        sent(1);
        line(19, JournalLine.Kind.CLOSE, "left", false);
        handled(20, 0);

        assertThat(account().outOfOrder()).isOne();
    }

    @Test
    void account_eventsAgain_areCountedByTheirMark() throws IOException {
        sent(1);
        handled(20, 0);
        handled(21, 0);
        line(22, JournalLine.Kind.MESSAGE, "row-0.0 0 -", true);

        assertThat(account().repeatedUnmarked()).isOne();
        assertThat(account().repeatedMarked()).isOne();
    }

    @Test
    void account_closeUnderTwoKeys_isAChangedKey() throws IOException {
        journal.append(new JournalLine(30, JournalLine.Kind.CLOSE, "id", "id/close", false, "left").written());
        journal.append(new JournalLine(31, JournalLine.Kind.CLOSE, "id", "other", true, "left").written());

        assertThat(account().keysChanged()).isOne();
    }

    @Test
    void account_halfALineOfAKilledWorker_isPassedOver() throws IOException {
        sent(1);
        handled(20, 0);
        journal.append("21\tMESS");

        assertThat(account().lost()).isZero();
    }
}
