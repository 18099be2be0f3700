// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import net.vireo.port.balance.BalanceMode;
import net.vireo.port.vhost.TxWait;

/**
 * What of a data plane can be changed while packets pass. Control thread.
 *
 * @param balance who processes what an lcore polls
 * @param vifs which of guests' queues are polled
 * @param txWait how long an lcore waits for room in a guest's ring
 * @param flows how long flows may be idle
 */
record LiveKnobs(BalanceMode balance, AttachedVifs vifs, TxWait txWait, FlowKeeper flows) {}
