// SPDX-License-Identifier: Apache-2.0
/** What people ask an agent: how it does, and its ports. */
package net.vireo.cli.agent;
