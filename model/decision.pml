/* The decision: who may change the record of one request, and who is told what. Writers race for the next event's key;
 * any of them loses its answer, gives up, or has its batch land late. README.md says what is left out.
 *
 * -DLIVENESS: faults stop at some time, and two of the people are left out. Taken away by -D: NO_COMPARE (the event's key
 * is no lock), NO_COMMAND_ID (an event does not say whose it is), NO_TIMER (nothing lapses by itself). */
#include "transitions.pml"

#define TOLD_NOTHING 0
#define TOLD_YES     1
#define TOLD_NO      2
#define TOLD_UNKNOWN 3

#define APPROVER 0
#define OTHER    1
#define OBJECT   2
#define REPORTER 3
#define WRITERS  4

Record row;                  /* the row in D1 */
bool past_deadline, approval_only;
bool two;                    /* the Flow asks for two approvals */
bool frozen;                 /* chosen anew for each step: admins may freeze at any time */
#ifdef LIVENESS
bool calm;                   /* faults have stopped */
#else
#define calm false
#endif

/* What a writer has in hand: the record as it would be, whether it was pending when it was read, and whether somebody
 * has taken the next event's number since. That number is the key. */
typedef Hand { Record next; bool decides; bool key_taken };
Hand hand[WRITERS];

/* An answer was lost; and what really happened: its batch landed, its command stands in the record. */
#define WRITER byte told; bool lost, landed, stands

inline look(ME, INPUT, CAUSE) {
  hand[ME].next.state = row.state; hand[ME].next.outcome = row.outcome; hand[ME].next.holds = row.holds;
  hand[ME].next.granted = row.granted; hand[ME].next.struggling = row.struggling;
  hand[ME].next.proposed = row.proposed; hand[ME].next.back = row.back; hand[ME].next.given = row.given;
  hand[ME].decides = row.state == state_pending; hand[ME].key_taken = false;
  lost = false; landed = false;
  if
  :: INPUT == input_approve && two && !row.given -> step(hand[ME].next, input_approve_in_part, CAUSE, true)
  :: else -> step(hand[ME].next, INPUT, CAUSE, true)
  fi;
  if
  :: did == event_refused -> told = TOLD_NO
  :: did == event_seen -> told = TOLD_YES
  :: else
  fi;
  forget_step();
  frozen = false
}

inline put_down(WHOSE) {
  hand[WHOSE].next.state = 0; hand[WHOSE].next.outcome = 0; hand[WHOSE].next.holds = false;
  hand[WHOSE].next.granted = false; hand[WHOSE].next.struggling = false;
  hand[WHOSE].next.proposed = false; hand[WHOSE].next.back = false; hand[WHOSE].next.given = false; hand[WHOSE].decides = false
}

inline let_go(ME) { put_down(ME); hand[ME].key_taken = false; lost = false; landed = false }

/* One batch: state, event and effects together, or nothing. */
inline commit(ME) {
  assert(!hand[ME].decides || row.state == state_pending);                    /* at most one decision */
  assert(row.state != state_closed || hand[ME].next.state == state_closed);    /* closed is closed */
  assert(row.outcome == outcome_open || hand[ME].next.outcome == row.outcome ||
    hand[ME].next.outcome == outcome_closed_by_hand);                          /* and the outcome is fixed once, but by two people */
  assert(!stands);                                                            /* no command counts twice */
  assert(!two || !hand[ME].next.holds || row.holds || row.given);             /* two are asked for: nothing after one */
  row.state = hand[ME].next.state; row.outcome = hand[ME].next.outcome; row.holds = hand[ME].next.holds;
  row.granted = hand[ME].next.granted; row.struggling = hand[ME].next.struggling;
  row.proposed = hand[ME].next.proposed; row.back = hand[ME].next.back; row.given = hand[ME].next.given;
  landed = true; stands = true;
#ifndef NO_COMPARE
  who = 0;
  do
  :: who < WRITERS ->
     if
     :: hand[who].next.state != 0 -> hand[who].key_taken = true; put_down(who)
     :: else
     fi;
     who++
  :: else -> break
  od;
  who = 0
#else
  put_down(ME); hand[ME].key_taken = true
#endif
}
byte who;

#define KEY_IS_FREE(ME) (!hand[ME].key_taken)
#ifdef NO_COMMAND_ID
#define IS_OURS false
#else
#define IS_OURS landed
#endif

#define IN_HAND(ME) (hand[ME].next.state != 0 || hand[ME].key_taken)

/* engine/apply.ts: read, decide, write if the key is free, recognise one's own. Leaves in `told` what is answered. Since
 * nobody is told anything before that, a batch that lands after its writer gave up is one that lands before. */
inline apply(ME, INPUT, CAUSE) {
  told = TOLD_NOTHING;
  do
  :: told != TOLD_NOTHING -> break
  :: atomic { told == TOLD_NOTHING && !IN_HAND(ME) && !calm -> told = TOLD_UNKNOWN }      /* it cannot be read */
  :: atomic { told == TOLD_NOTHING && !IN_HAND(ME) ->
       if
       :: frozen = false
       :: INPUT == input_approve && !calm -> frozen = true
       fi;
       look(ME, INPUT, CAUSE);
       if
       :: told != TOLD_NOTHING -> let_go(ME)
       :: else
       fi }
  :: atomic { told == TOLD_NOTHING && IN_HAND(ME) && KEY_IS_FREE(ME) && !landed ->
       commit(ME);
       if
       :: told = TOLD_YES; let_go(ME)
       :: !calm -> lost = true                                     /* it landed, and the answer is lost */
       fi }
  :: atomic { told == TOLD_NOTHING && IN_HAND(ME) && !lost && !calm -> lost = true }   /* not landed, or not yet */
  :: atomic { told == TOLD_NOTHING && lost && IS_OURS -> told = TOLD_YES; let_go(ME) }     /* read back */
  :: atomic { told == TOLD_NOTHING && lost && !calm -> told = TOLD_UNKNOWN; let_go(ME) }   /* not to be read back */
  :: atomic { told == TOLD_NOTHING && !KEY_IS_FREE(ME) && !(lost && IS_OURS) -> let_go(ME) }  /* lost the race: again */
  od
}

#define NEXT(whose, at, what, why, then) \
  :: ME == whose && stage == at -> input = input_##what; cause = cause_##why; stage = then

proctype writer(byte ME) {
  WRITER;
  mtype input, cause;
  byte stage;
end_next:
  atomic {
    if
    NEXT( APPROVER, 0, approve,   none,        9 )
    NEXT( OTHER,    0, approve,   none,        9 )    /* another approver, */
    NEXT( OTHER,    0, deny,      none,        9 )
    NEXT( OTHER,    0, cancel,    none,        9 )    /* or the requester, */
    NEXT( OTHER,    0, revoke,    none,        9 )    /* or an admin */
#ifndef NO_TIMER
    NEXT( OBJECT && row.state == state_pending && past_deadline, 0, lapse, none, 0 )
#endif
    NEXT( OBJECT && row.state == state_granting, 0, disallow, none, 9 )
    NEXT( REPORTER && row.holds, 0, granted, none,        1 )
    NEXT( REPORTER && row.holds, 0, ended,   not_cleared, 2 )
    NEXT( REPORTER, 1, ended,     time,        9 )
    NEXT( REPORTER, 1, ended,     released,    9 )
    NEXT( REPORTER, 1, gone,      none,        9 )
    NEXT( REPORTER, 2, granted,   none,        9 )    /* against all order */
    :: stage == 9 -> goto done
    fi
  };
again:
  apply(ME, input, cause);
  atomic {
    /* Whose command stands is not told no; whose does not is not told yes. */
    assert(told != TOLD_YES || stands || ME == OBJECT);
    assert(told != TOLD_NO || !stands || ME == OBJECT);
    if
    :: ME == REPORTER && told == TOLD_UNKNOWN -> goto again    /* told again until it was answered */
    :: else
    fi;
    assert(ME != REPORTER || stage != 9 || row.state == state_closed);
    told = TOLD_NOTHING; stands = false; input = 0; cause = 0;
    goto end_next
  };
done:
  skip
}

proctype clock() {
  past_deadline = true
}

#ifdef LIVENESS
proctype weather() {
  calm = true
}
#endif

init {
  atomic {
    row.state = state_none; row.outcome = outcome_open; did = event_seen; owes = owes_nothing;
    step(row, input_submit, cause_none, true);
    forget_step();
    if
    :: approval_only = true
    :: approval_only = false
    fi;
    if
    :: two = true
    :: two = false
    fi;
    run writer(APPROVER); run writer(OBJECT); run writer(REPORTER); run clock();
#ifdef LIVENESS
    run weather()
#else
    run writer(OTHER)
#endif
  }
}

ltl decided { [] ((row.state == state_pending) -> <> (row.state != state_pending)) }
ltl closed  { [] ((row.state == state_granting) -> <> (row.state == state_closed)) }
