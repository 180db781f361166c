"""From a dialogue's request to the use case that performs it: one table."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from casework import (
    absence,
    afterwards,
    agenda,
    answer,
    cases,
    colleagues,
    complaints,
    coordinate,
    decline,
    documents,
    duplicates,
    enrol,
    erase,
    feedback,
    figures,
    files,
    find,
    freshness,
    groups,
    import_file,
    manage,
    manage_plan,
    management_view,
    mine,
    notes,
    offers,
    pass_on,
    redirect,
    refer,
    reports,
    undo,
    update_centre,
    update_facts,
    update_places,
)
from casework.look_up import facts, names
from casework.workplace import Work
from domain.access import parts_in
from domain.requests import (
    Command,
    Done,
    DoneOutcome,
    Lookup,
    agendas,
    asking,
    complaining,
    consenting,
    coordinating,
    finding,
    keeping,
    looking_up,
    managing,
    team,
    updating,
    working,
)
from domain.requests import afterwards as after
from domain.requests import figures as measured
from domain.requests import files as sent
from domain.requests import mine as own
from storage import referrals

UseCase = Callable[[Work, Any], Awaitable[Any]]


async def as_seen(work: Work, request: working.AsSeen) -> Any:
    """Do something with a case if nobody has changed it since; the command checks the right."""
    referral = await referrals.by_reference(work.tx, request.reference, for_update=True)
    if referral is not None and referral.version != request.version:
        if not parts_in(work.actor, referral):
            return Done(DoneOutcome.NOT_FOUND)
        return Done(DoneOutcome.TOO_LATE, referral.state)
    return await perform(work, request.command)


USE_CASES: dict[type[Lookup] | type[Command], UseCase] = {
    finding.PlacesNamed: find.places_named,
    finding.Countries: find.countries,
    finding.CitiesIn: find.cities_in,
    finding.KindsOffered: find.kinds_offered,
    finding.Nearest: find.nearest,
    finding.LanguagesNear: find.languages_near,
    finding.ServicesHere: find.services_here,
    finding.OneService: find.one_service,
    finding.EmergencyNear: find.emergency_near,
    asking.RouteTo: refer.route_to,
    asking.NobodyReceives: refer.nobody_receives,
    asking.Submit: refer.submit,
    consenting.OfferOf: offers.offer_asked,
    consenting.AnswerOffer: offers.answer_offer,
    coordinating.LateElsewhere: coordinate.late_elsewhere,
    coordinating.TakeBack: coordinate.take_back,
    coordinating.TeamsThatMay: coordinate.teams_that_may,
    coordinating.RouteCase: coordinate.route_case,
    coordinating.RevokeCase: coordinate.revoke_case,
    coordinating.OtherPlaces: redirect.other_places,
    coordinating.RedirectCase: redirect.redirect_case,
    coordinating.OfferMove: redirect.offer_move,
    after.ObjectTo: afterwards.object_to,
    after.SayOutcome: afterwards.say_outcome,
    after.SayFeedback: feedback.say_feedback,
    after.Reopen: afterwards.reopen,
    after.SendBack: afterwards.send_back,
    after.Merge: duplicates.merge,
    own.MyReferrals: mine.my_referrals,
    own.Withdraw: mine.withdraw,
    own.AnswerQuestion: mine.answer_question,
    own.ChangeContact: mine.change_contact,
    own.SpeakLanguage: mine.speak_language,
    own.WhatIsKept: erase.what_is_kept,
    own.ForgetMe: erase.forget_me,
    working.MyWork: cases.my_work,
    working.MyQueue: cases.my_queue,
    working.CaseOf: cases.case_of,
    working.Join: enrol.join,
    working.GoOnDuty: enrol.go_on_duty,
    working.DeskLink: enrol.desk_link,
    working.Overstepped: enrol.overstepped,
    working.AsSeen: as_seen,
    working.Take: answer.take,
    working.Accept: answer.accept,
    working.Decline: decline.decline,
    working.AskPerson: answer.ask_person,
    working.PutBack: answer.put_back,
    working.Arrived: answer.arrived,
    working.Finish: answer.finish,
    working.CannotAfterAll: answer.cannot_after_all,
    team.ColleaguesFor: colleagues.colleagues_for,
    team.MyTeams: colleagues.my_teams,
    team.PassOn: pass_on.pass_on,
    team.AnswerColleague: pass_on.answer_colleague,
    team.ReviewDecline: decline.review,
    team.DaysOf: absence.days_of,
    team.GoAway: absence.go_away,
    team.LeaveTeam: absence.leave_team,
    team.CallMe: absence.call_me,
    team.SetRota: absence.set_rota,
    team.SetQuiet: absence.set_quiet,
    team.MyGroups: groups.my_groups,
    team.AskGroup: groups.ask_group,
    team.LeaveGroup: groups.leave_group,
    team.AddNote: notes.add_note,
    keeping.ConfirmEntry: freshness.confirm_entry,
    keeping.ReportEntry: reports.report_entry,
    keeping.OpenReports: reports.open_reports,
    keeping.OneReport: reports.one_report,
    keeping.AnswerReport: reports.answer_report,
    updating.CentresToUpdate: update_centre.centres_to_update,
    updating.ToUpdate: update_centre.to_update,
    updating.SaveCount: update_places.save_count,
    updating.SetHoursToday: update_facts.set_hours_today,
    updating.CloseCentre: update_facts.close_centre,
    updating.OpenCentre: update_facts.open_centre,
    updating.SetContact: update_facts.set_contact,
    updating.PauseService: update_facts.pause_service,
    updating.Undo: undo.undo,
    sent.FileReceived: files.file_received,
    sent.FileBefore: files.file_before,
    sent.DropFile: files.drop_file,
    sent.Examine: import_file.examine,
    sent.ApplyFile: import_file.apply_file,
    sent.DocumentsOf: documents.documents_of,
    sent.DocumentById: documents.document_by_id,
    sent.ReadersFor: documents.readers_for,
    sent.Attach: documents.attach,
    sent.RemoveDocument: documents.remove_document,
    managing.ToManage: management_view.to_manage,
    managing.OrganisationsNamed: management_view.organisations_named,
    managing.WriteArrangement: manage.write_arrangement,
    managing.WriteAgreement: manage.write_agreement,
    managing.WriteDuty: manage.write_duty,
    managing.PlanHandover: manage_plan.plan_handover,
    managing.TickCheck: manage_plan.tick_check,
    managing.CompletePlan: manage_plan.complete_plan,
    managing.PostponePlan: manage_plan.postpone_plan,
    complaining.WhoListens: complaints.who_listens,
    complaining.Complain: complaints.complain,
    complaining.MyComplaints: complaints.my_complaints,
    complaining.OpenComplaints: complaints.open_complaints,
    complaining.OneComplaint: complaints.one_complaint,
    complaining.TakeComplaint: complaints.take_complaint,
    complaining.AnswerComplaint: complaints.answer_complaint,
    measured.TeamsMeasured: figures.teams_measured,
    measured.FiguresOf: figures.figures_of,
    agendas.CommitteesSeen: agenda.committees_seen,
    agendas.AgendaOf: agenda.agenda_of,
    looking_up.MeantBy: names.meant_by,
    looking_up.CentresNamed: names.centres_named,
    looking_up.FactsAbout: facts.facts_about,
}


async def perform(work: Work, request: Lookup | Command) -> Any:
    """Perform one request inside the caller's transaction; its docstring names the result."""
    return await USE_CASES[type(request)](work, request)
