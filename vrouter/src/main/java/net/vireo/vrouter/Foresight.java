// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import net.vireo.linux.Errno;
import net.vireo.linux.LinuxException;
import net.vireo.vrouter.control.Predictions;
import net.vireo.vrouter.lcore.Lcore;
import net.vireo.vrouter.predict.Prediction;
import net.vireo.vrouter.predict.Predictor;

/** What the control socket asks of a running router about packets to come. Control thread. */
final class Foresight implements Predictions {
    private static final long ANSWER_MS = 2000;

    private final Predictor predictor;
    private final List<Lcore> lcores;

    Foresight(final Predictor predictor, final List<Lcore> lcores) {
        this.predictor = predictor;
        this.lcores = List.copyOf(lcores);
    }

    @Override
    public Prediction predict(final int vif, final byte[] frame, final int lcoreNumber) throws IOException {
        return predictor.predict(vif, frame, lcoreNumber);
    }

    @Override
    public boolean probe(final int vif, final byte[] frame, final int lcoreNumber) {
        final AtomicBoolean sent = new AtomicBoolean();
        final Lcore chosen = lcores.get(lcoreNumber - Lcore.FIRST_NUMBER);
        try {
            chosen.ask(lcore -> sent.set(lcore.probe(vif, frame))).get(ANSWER_MS, TimeUnit.MILLISECONDS);
        } catch (final TimeoutException late) {
            throw new LinuxException(Errno.ETIMEDOUT, "wait for an lcore to send a probe");
        } catch (final ExecutionException failure) {
            throw new IllegalStateException("an lcore could not send a probe", failure.getCause());
        } catch (final InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new LinuxException(Errno.EINTR, "wait for an lcore to send a probe");
        }
        return sent.get();
    }
}
