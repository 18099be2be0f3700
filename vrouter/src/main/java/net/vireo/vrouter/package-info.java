// SPDX-License-Identifier: Apache-2.0
/** The data plane assembled. */
package net.vireo.vrouter;
