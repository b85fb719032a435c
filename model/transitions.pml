/* The lifecycle of a request, row by row: what src/domain/transition.ts decides.
 * The other models execute these very rows; nothing else changes a record.
 *
 * A row: in this state, this input, if this guard holds, leads to that state; the outcome is fixed as said; this event
 * is written; this is owed to the Entitlement in the same batch. What has no row is refused and changes nothing. */

mtype = {
  /* states */
  state_none, state_pending, state_granting, state_active, state_revoking, state_closed,
  /* commands, then reports */
  input_submit, input_approve, input_approve_in_part, input_deny, input_cancel, input_cancel_by_other, input_revoke, input_lapse,
  input_show_credential,
  input_disallow, input_depart, input_propose_close, input_confirm_close, input_granted, input_ended, input_gone,
  input_struggling, input_struggling_to_grant, input_seen_again, input_altered,
  /* outcomes; open: not fixed yet */
  outcome_open, outcome_approved, outcome_denied, outcome_cancelled, outcome_lapsed, outcome_expired,
  outcome_revoked, outcome_failed, outcome_externally_removed, outcome_closed_by_hand,
  /* why a hold came to its end */
  cause_none, cause_time, cause_released, cause_grant_by_passed, cause_refused_by_target, cause_not_cleared,
  /* what a step wrote */
  event_refused, event_seen, event_submitted, event_approved, event_approved_in_part, event_denied, event_cancelled, event_lapsed,
  event_ending, event_granted, event_granted_while_revoking, event_granted_after_close, event_ended, event_gone,
  event_credential_asked, event_struggling, event_close_proposed, event_closed_by_hand, event_seen_again, event_gone_again, event_altered,
  /* what a step owes */
  owes_nothing, owes_hold, owes_release, owes_let_go
};

typedef Record {
  mtype state;
  mtype outcome;    /* fixed once: what the code keeps in ending.outcome, and in outcome when closed */
  bool holds;       /* there is a hold: approved, with access to give */
  bool granted;     /* a grant was reported */
  bool struggling;  /* people were told that the end is overdue */
  bool proposed;    /* one admin says that it is gone */
  bool given;       /* approved in part: more approvals are needed, or were */
  bool back         /* closed, and access came or came back; not yet gone again */
};

/* Guards, by the names that the rows use. R: the record; CAUSE: of an `ended` report; SAME: it speaks of this hold. */
#define guard_any              true
#define guard_in_time          (!past_deadline)
#define guard_late             (past_deadline)
#define guard_may_decide       (!past_deadline && !frozen)
#define guard_may_hold         (!past_deadline && !frozen && !approval_only)
#define guard_nothing_to_hold  (!past_deadline && !frozen && approval_only)
#define guard_this_hold        (R.holds && SAME)
#define guard_first_grant      (R.holds && SAME && !R.granted)
#define guard_second_grant     (R.holds && SAME && R.granted)
#define guard_new_struggle     (R.holds && SAME && !R.struggling)
#define guard_told_struggle    (R.holds && SAME && R.struggling)
#define guard_overdue          (R.struggling)
#define guard_two_agree        (R.struggling && R.proposed)
#define guard_back_again       (R.holds && SAME && R.back)
#define guard_not_back         (R.holds && SAME && !R.back)
#define guard_back_struggle    (R.holds && SAME && R.back && !R.struggling)
#define guard_back_told        (R.holds && SAME && R.back && R.struggling)

/* What becomes of the outcome. */
#define FIX_open               skip
#define FIX_as_fixed           skip
#define FIX_by_cause           OUTCOME_OF_CAUSE
#define FIX_approved           R.outcome = outcome_approved
#define FIX_denied             R.outcome = outcome_denied
#define FIX_cancelled          R.outcome = outcome_cancelled
#define FIX_lapsed             R.outcome = outcome_lapsed
#define FIX_revoked            R.outcome = outcome_revoked
#define FIX_failed             R.outcome = outcome_failed
#define FIX_closed_by_hand     R.outcome = outcome_closed_by_hand
#define FIX_externally_removed R.outcome = outcome_externally_removed

#define BY(cause, result) :: CAUSE == cause_##cause -> R.outcome = outcome_##result;
#define OUTCOME_OF_CAUSE if \
  BY(time,              expired) \
  BY(released,          revoked) \
  BY(grant_by_passed,   failed) \
  BY(refused_by_target, failed) \
  BY(not_cleared,       failed) \
  fi

#define ROW(from, input, guard, to, outcome_, event, owed) \
  :: (R.state == state_##from && INPUT == input_##input && guard_##guard) -> \
     R.state = state_##to; FIX_##outcome_; did = event_##event; owes = owes_##owed;
/* Acknowledged without a trace. */
#define SEEN(from, input, guard) \
  :: (R.state == state_##from && INPUT == input_##input && guard_##guard) -> did = event_seen;

mtype did = event_seen;    /* by the step just made; without a meaning between two steps */
mtype owes = owes_nothing;

/* One step of the record R. Deterministic: call it within d_step or atomic, and `forget_step` when `did` was read. */
inline step(R, INPUT, CAUSE, SAME) {
  owes = owes_nothing;
  if
  /*   state     input            guard            to        outcome             event                  owes      */
  ROW( none,     submit,          any,             pending,  open,               submitted,             nothing )
  ROW( pending,  approve,         may_hold,        granting, open,               approved,              hold    )
  ROW( pending,  approve,         nothing_to_hold, closed,   approved,           approved,              nothing )
  ROW( pending,  approve_in_part, may_decide,      pending,  open,               approved_in_part,      nothing )
  ROW( pending,  deny,            in_time,         closed,   denied,             denied,                nothing )
  ROW( pending,  cancel,          any,             closed,   cancelled,          cancelled,             nothing )
  ROW( pending,  cancel_by_other, any,             closed,   cancelled,          cancelled,             nothing )
  ROW( pending,  revoke,          any,             closed,   cancelled,          cancelled,             nothing )
  ROW( pending,  depart,          any,             closed,   cancelled,          cancelled,             nothing )
  ROW( pending,  lapse,           late,            closed,   lapsed,             lapsed,                nothing )

  ROW( granting, cancel,          any,             revoking, revoked,            ending,                release )
  ROW( granting, revoke,          any,             revoking, revoked,            ending,                release )
  ROW( granting, depart,          any,             revoking, revoked,            ending,                release )
  ROW( granting, disallow,        any,             revoking, failed,             ending,                release )
  ROW( granting, granted,         first_grant,     active,   open,               granted,               nothing )
  ROW( granting, ended,           this_hold,       closed,   by_cause,           ended,                 nothing )
  ROW( granting, gone,            this_hold,       closed,   externally_removed, gone,                  nothing )
  ROW( granting, struggling,      new_struggle,    granting, open,               struggling,            nothing )
  SEEN( granting, struggling,     told_struggle )
  ROW( granting, struggling_to_grant, this_hold,   granting, open,               struggling,            nothing )
  ROW( granting, altered,         this_hold,       granting, open,               altered,               nothing )

  ROW( active,   cancel,          any,             revoking, revoked,            ending,                release )
  ROW( active,   revoke,          any,             revoking, revoked,            ending,                release )
  ROW( active,   show_credential, any,             active,   open,               credential_asked,      nothing )
  ROW( active,   depart,          any,             revoking, revoked,            ending,                release )
  SEEN( active,  granted,         second_grant )
  ROW( active,   ended,           this_hold,       closed,   by_cause,           ended,                 nothing )
  ROW( active,   gone,            this_hold,       closed,   externally_removed, gone,                  nothing )
  ROW( active,   struggling,      new_struggle,    active,   open,               struggling,            nothing )
  SEEN( active,  struggling,      told_struggle )
  SEEN( active,  struggling_to_grant, this_hold )
  ROW( active,   altered,         this_hold,       active,   open,               altered,               nothing )
  ROW( active,   propose_close,   overdue,         active,   open,               close_proposed,        nothing )
  ROW( active,   confirm_close,   two_agree,       closed,   closed_by_hand,     closed_by_hand,        let_go  )

  ROW( revoking, granted,         first_grant,     revoking, as_fixed,           granted_while_revoking, nothing )
  SEEN( revoking, granted,        second_grant )
  ROW( revoking, ended,           this_hold,       closed,   as_fixed,           ended,                 nothing )
  ROW( revoking, gone,            this_hold,       closed,   as_fixed,           gone,                  nothing )
  ROW( revoking, struggling,      new_struggle,    revoking, as_fixed,           struggling,            nothing )
  SEEN( revoking, struggling,     told_struggle )
  SEEN( revoking, struggling_to_grant, this_hold )
  ROW( revoking, altered,         this_hold,       revoking, as_fixed,           altered,               nothing )
  ROW( revoking, propose_close,   overdue,         revoking, as_fixed,           close_proposed,        nothing )
  ROW( revoking, confirm_close,   two_agree,       closed,   closed_by_hand,     closed_by_hand,        let_go  )

  ROW( closed,   granted,         first_grant,     closed,   as_fixed,           granted_after_close,   release )
  SEEN( closed,  granted,         second_grant )
  ROW( closed,   seen_again,      not_back,        closed,   as_fixed,           seen_again,            nothing )
  SEEN( closed,  seen_again,      back_again )
  ROW( closed,   ended,           back_again,      closed,   as_fixed,           gone_again,            nothing )
  SEEN( closed,  ended,           not_back )
  ROW( closed,   gone,            back_again,      closed,   as_fixed,           gone_again,            nothing )
  SEEN( closed,  gone,            not_back )
  ROW( closed,   struggling,      back_struggle,   closed,   as_fixed,           struggling,            nothing )
  SEEN( closed,  struggling,      back_told )
  SEEN( closed,  struggling,      not_back )
  SEEN( closed,  struggling_to_grant, this_hold )
  SEEN( closed,  altered,         this_hold )
  :: else -> did = event_refused
  fi;
  if
  :: did == event_refused || did == event_seen -> skip
  :: else ->
     R.holds = R.holds || owes == owes_hold;
     R.granted = R.granted || INPUT == input_granted;
     R.given = R.given || did == event_approved_in_part;
     R.back = (R.back || did == event_granted_after_close || did == event_seen_again) && did != event_gone_again;
     R.proposed = R.proposed || did == event_close_proposed;
     R.struggling = INPUT != input_ended && INPUT != input_gone && INPUT != input_confirm_close &&
       INPUT != input_struggling_to_grant && did != event_granted && (R.struggling || INPUT == input_struggling)
  fi
}

inline forget_step() { did = event_seen; owes = owes_nothing }
