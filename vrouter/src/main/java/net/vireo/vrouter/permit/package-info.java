// SPDX-License-Identifier: Apache-2.0
/** A decider that permits every flow, over the same sockets and with the same bytes as an agent: until there is one. */
package net.vireo.vrouter.permit;
