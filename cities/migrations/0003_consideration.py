"""Consideration and the register of documents: acts of joining move into the register."""

from datetime import timedelta

import coalition.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


POSITION_DAYS = 30


def carry_over(apps, schema_editor):
    """Acts enter the register, copies hang on them; what was asked and since when is said."""
    if schema_editor.connection.vendor == "postgresql":  # tables change after rows in one step
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    Application = apps.get_model("cities", "Application")
    Document = apps.get_model("cities", "RegisteredDocument")
    Copy = apps.get_model("cities", "CertifiedCopy")
    Asked = apps.get_model("cities", "PositionsAsked")
    for application in Application.objects.all():
        if application.act_number and application.act_id is None:
            application.act = Document.objects.create(
                place_id=application.place_id,
                kind="act",
                shows="entry",
                title=f"Акт присоединения города {application.name_ru}",
                number=application.act_number,
                dated=application.act_on,
                scan_id=application.act_scan_id,
                sha256=application.act_scan.sha256 if application.act_scan_id else "",
                registered_by_id=application.signed_by_id,
                registered_at=application.signed_at,
            )
            Copy.objects.filter(application=application).update(document=application.act)
            if application.act_scan_id:
                scan = application.act_scan
                scan.owner = f"cities.registereddocument:{application.act_id}"
                scan.save(update_fields=["owner"])
        application.state_since = since(application)
        application.save(update_fields=["act", "state_since"])
        if application.notified_at:
            Asked.objects.get_or_create(
                application=application,
                defaults={"asked_by": application.notified_at.date() + timedelta(days=POSITION_DAYS)},
            )


def since(application):
    """The moment that is known best for the state an application is in."""
    known = {
        "draft": application.created_at,
        "received": application.submitted_at,
        "returned": application.saved_at,
        "complete": application.completed_at,
        "notified": application.notified_at,
        "consultations": application.consultations_at,
        "signed": application.signed_at,
        "copies_sent": application.copies_sent_at,
        "withdrawn": application.withdrawn_at,
    }
    return known.get(application.state) or application.created_at


class Migration(migrations.Migration):

    dependencies = [
        ('cities', '0002_application_papers'),
        ('coalition', '0001_squashed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.TextField(max_length=4000, verbose_name='answer')),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='CompletenessMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('point', models.CharField(choices=[('names', 'names of the city and the country'), ('authority', 'authority'), ('population', 'population with its year'), ('signatory', 'signatory'), ('focal', 'focal point with contacts'), ('hazards', 'hazards, plans and early warning'), ('reasons', 'why the city joins'), ('letter', 'signed letter and consents')], max_length=12)),
                ('found', models.CharField(choices=[('yes', 'there'), ('no', 'not there'), ('question', 'a question')], max_length=8)),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('marked_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='DayMoved',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was', models.DateField()),
                ('became', models.DateField(verbose_name='new day')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PositionsAsked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_by', models.DateField(verbose_name='positions are asked for by')),
            ],
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(blank=True, max_length=30, verbose_name='what it is about')),
                ('text', models.TextField(max_length=2000, verbose_name='question')),
                ('state', models.CharField(choices=[('open', 'waits for an answer'), ('answered', 'answered'), ('closed', 'closed')], default='open', max_length=8)),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='RegisteredDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('declaration', 'authentic text of the Declaration'), ('act', 'act of joining'), ('rules', 'rules of procedure'), ('translation', 'unofficial translation'), ('other', 'other document')], max_length=12, verbose_name='kind')),
                ('title', models.CharField(max_length=250, verbose_name='title')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='number')),
                ('dated', models.DateField(verbose_name='date')),
                ('language', models.CharField(choices=[('ru', 'Русский'), ('kk', 'Қазақша'), ('ky', 'Кыргызча'), ('tg', 'Тоҷикӣ'), ('tk', 'Türkmençe'), ('uz', 'Oʻzbekcha'), ('en', 'English')], default='ru', max_length=5, verbose_name='language')),
                ('text', models.TextField(blank=True, max_length=200000, verbose_name='text')),
                ('text_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('kept_at', models.CharField(blank=True, max_length=250, verbose_name='where the original is kept')),
                ('shows', models.CharField(choices=[('whole', 'the entry, the text and the scan'), ('entry', 'the entry; the scan is for the Parties'), ('inside', 'nothing; the entry is for the Parties')], default='whole', max_length=6, verbose_name='what everybody sees')),
                ('silence_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='days after which silence counts')),
                ('registered_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_why', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['-dated', '-pk'],
            },
        ),
        migrations.AlterModelOptions(
            name='partyvoice',
            options={'ordering': ['-pk']},
        ),
        migrations.RemoveConstraint(
            model_name='application',
            name='signed_application_has_its_act_and_city',
        ),
        migrations.RemoveConstraint(
            model_name='certifiedcopy',
            name='one_copy_per_party',
        ),
        migrations.RemoveConstraint(
            model_name='certifiedcopy',
            name='one_copy_per_number',
        ),
        migrations.RemoveConstraint(
            model_name='partyvoice',
            name='one_voice_per_city_and_application',
        ),
        migrations.AddField(
            model_name='application',
            name='state_since',
            field=models.DateTimeField(default=coalition.clock.now),
        ),
        migrations.AddIndex(
            model_name='partyvoice',
            index=models.Index(fields=['application', 'city', '-id'], name='cities_part_applica_06ff6c_idx'),
        ),
        migrations.AddField(
            model_name='completenessmark',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='cities.application'),
        ),
        migrations.AddField(
            model_name='completenessmark',
            name='marked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='daymoved',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='positionsasked',
            name='application',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='notice', to='cities.application'),
        ),
        migrations.AddField(
            model_name='daymoved',
            name='notice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='cities.positionsasked'),
        ),
        migrations.AddField(
            model_name='question',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='cities.application'),
        ),
        migrations.AddField(
            model_name='question',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='question',
            name='closed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='answer',
            name='question',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='cities.question'),
        ),
        migrations.AddField(
            model_name='registereddocument',
            name='corrects',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='correction', to='cities.registereddocument'),
        ),
        migrations.AddField(
            model_name='registereddocument',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='registereddocument',
            name='original',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='translations', to='cities.registereddocument'),
        ),
        migrations.AddField(
            model_name='registereddocument',
            name='place',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coalition.place'),
        ),
        migrations.AddField(
            model_name='registereddocument',
            name='registered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='registereddocument',
            name='scan',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coalition.attachment'),
        ),
        migrations.AddField(
            model_name='registereddocument',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='positionsasked',
            name='rules',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.registereddocument'),
        ),
        migrations.AddField(
            model_name='application',
            name='act',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='application', to='cities.registereddocument'),
        ),
        migrations.AddField(
            model_name='certifiedcopy',
            name='document',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='cities.registereddocument'),
        ),
        migrations.AddConstraint(
            model_name='completenessmark',
            constraint=models.UniqueConstraint(fields=('application', 'point'), name='one_mark_per_point_of_completeness'),
        ),
        migrations.AddConstraint(
            model_name='daymoved',
            constraint=models.CheckConstraint(condition=models.Q(('became__gt', models.F('was')), ('reason__gt', '')), name='more_time_is_later_and_has_a_reason', violation_error_message='The new day is later than the old one, with a reason.'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at', None), ('closed_by', None)), _connector='OR'), name='a_question_is_closed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('question', 'number'), name='answers_are_numbered'),
        ),
        migrations.AddIndex(
            model_name='registereddocument',
            index=models.Index(fields=['sha256'], name='cities_regi_sha256_8c385b_idx'),
        ),
        migrations.AddIndex(
            model_name='registereddocument',
            index=models.Index(fields=['text_sha256'], name='cities_regi_text_sh_cf9c25_idx'),
        ),
        migrations.AddConstraint(
            model_name='registereddocument',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'translation'), ('original__isnull', False)), models.Q(models.Q(('kind', 'translation'), _negated=True), ('original', None)), _connector='OR'), name='a_translation_has_its_original', violation_error_message='Name the document that is translated.'),
        ),
        migrations.AddConstraint(
            model_name='registereddocument',
            constraint=models.CheckConstraint(condition=models.Q(('silence_days', None), models.Q(('kind', 'rules'), ('silence_days__gte', 1)), _connector='OR'), name='only_rules_say_when_silence_counts', violation_error_message='Only rules of procedure name days, one or more.'),
        ),
        migrations.AddConstraint(
            model_name='registereddocument',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None), ('silence_days__isnull', False)), fields=('kind',), name='one_set_of_silence_rules_in_force', violation_error_message='Rules with a procedure by silence are in force already. End them first.'),
        ),
        migrations.AddConstraint(
            model_name='registereddocument',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('kind', 'rules')), _connector='OR'), name='only_rules_end_at_and_by'),
        ),
        migrations.AddConstraint(
            model_name='registereddocument',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None), ('withdrawn_why', '')), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='a_scan_is_withdrawn_by_somebody_with_a_reason'),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='application',
            name='act_number',
        ),
        migrations.RemoveField(
            model_name='application',
            name='act_on',
        ),
        migrations.RemoveField(
            model_name='application',
            name='act_scan',
        ),
        migrations.RemoveField(
            model_name='certifiedcopy',
            name='application',
        ),
        migrations.AlterField(
            model_name='certifiedcopy',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='cities.registereddocument'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('act__isnull', False), ('city__isnull', False), ('signed_at__isnull', False), ('state__in', ('signed', 'copies_sent'))), models.Q(models.Q(('state__in', ('signed', 'copies_sent')), _negated=True), ('act', None), ('city', None), ('signed_at', None)), _connector='OR'), name='signed_application_has_its_act_and_city'),
        ),
        migrations.AddConstraint(
            model_name='certifiedcopy',
            constraint=models.UniqueConstraint(fields=('document', 'city'), name='one_copy_per_party'),
        ),
        migrations.AddConstraint(
            model_name='certifiedcopy',
            constraint=models.UniqueConstraint(fields=('document', 'number'), name='one_copy_per_number'),
        ),
    ]
